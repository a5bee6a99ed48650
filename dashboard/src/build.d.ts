/** The version of the app: what an older one has kept on a device, it does not read. */
declare const __VERSION__: string;

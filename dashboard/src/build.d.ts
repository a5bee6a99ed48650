/** The version of the app, which does not read what another version has stored on a device. */
declare const __VERSION__: string;

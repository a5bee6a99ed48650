/** One series of bars, with the colour and pattern that the legend explains. */
export interface PlotSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** A variable of the theme. */
  readonly color: '--chart' | '--warn' | '--bad';
  readonly isHatched?: true;
}

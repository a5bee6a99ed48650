/** Bars that mean the same, told apart by colour and pattern; the legend says which is what. */
export interface PlotSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** A variable of the theme. */
  readonly color: '--brand' | '--warn' | '--bad';
  readonly isHatched?: true;
}

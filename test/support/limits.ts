/** Tests ask far more as one person than people do. Those that are about the limits set them. */
export const WITHOUT_LIMITS = {
  PERSON_CHANGES_PER_SECOND: '0',
  PERSON_READS_PER_SECOND: '0',
  PERSON_STREAMS_PER_SECOND: '0',
  REFUSALS_LOGGED_PER_HOUR: '0',
};

/** What holds where an operator sets nothing. */
export const USUAL_LIMITS = {
  PERSON_CHANGES_PER_SECOND: '',
  PERSON_READS_PER_SECOND: '',
  PERSON_STREAMS_PER_SECOND: '',
  REFUSALS_LOGGED_PER_HOUR: '',
};

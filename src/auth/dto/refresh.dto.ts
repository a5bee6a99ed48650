import { TextField } from '../../http/fields.js';

export class RefreshDto {
  /** The refresh token of the last sign-in or refresh. */
  @TextField({ maxLength: 200, example: 'r3fr3sh-t0k3n-of-the-last-answer' })
  refreshToken: string;
}

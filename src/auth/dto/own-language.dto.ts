import { type Locale, LOCALES } from '../../common/locales.js';
import { ChoiceField } from '../../http/fields.js';

export class OwnLanguageDto {
  @ChoiceField(LOCALES, {
    nullable: true,
    description: 'The language of the app, and in which they are written to; null for none.',
    example: 'en',
  })
  locale: Locale | null;
}

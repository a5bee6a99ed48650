import type { CatalogueItemDto } from '../../src/catalogue/dto/catalogue.dto.js';
import type { Answer } from './api.js';
import type { Studio } from './studio.js';

/** An item of the price list that an admin adds: ten sessions for 450 €, unless said otherwise. */
export async function givenItem(
  { api, given }: Studio,
  about: object = {},
): Promise<CatalogueItemDto> {
  const ten = { name: '10 sessions', sessions: 10, priceMinor: 45_000, currency: 'EUR' };
  const admin = api.as(await given.admin());
  const answer: Answer<CatalogueItemDto> = await admin.post('/catalogue', { ...ten, ...about });
  if (answer.status !== 201) throw new Error(`givenItem: ${answer.text}`);
  return answer.body;
}

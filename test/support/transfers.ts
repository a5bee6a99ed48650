import type { PackageDto } from '../../src/packages/dto/package.dto.js';
import type { Answer, Api } from './api.js';

export const WHY = { reason: 'Ana is leaving' };

/** Transfers of first packages, by the desk unless said otherwise. */
export class Transfers {
  constructor(private readonly desk: Api) {}

  async transfer(
    { id, packageId }: { id: number; packageId: number },
    about: object,
    api = this.desk,
    key?: string,
  ): Promise<Answer> {
    const path = `/members/${id}/packages/${packageId}/transfer`;
    return api.post(path, { ...WHY, ...about }, key ? { key } : {});
  }

  /** As `transfer`, of one that is done: the package that the sessions are in. */
  async transferred(member: { id: number; packageId: number }, about: object): Promise<PackageDto> {
    const answer = await this.transfer(member, about);
    if (answer.status !== 201) throw new Error(`transferred: ${answer.text}`);
    return answer.body.package;
  }
}

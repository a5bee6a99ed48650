import { Injectable } from '@nestjs/common';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '../common/page.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { CoachDto } from './dto/coach.dto.js';
import type { CoachesQueryDto } from './dto/coaches-query.dto.js';
import { MembersRepository } from './members.repository.js';
import { wordsOf } from './search-words.js';

/** The studio's coaches, for those who reach everybody's members. */
@Injectable()
export class CoachesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: MembersRepository,
  ) {}

  /** Coaches by name. */
  async list({ search, limit = DEFAULT_LIMIT, cursor }: CoachesQueryDto): Promise<Page<CoachDto>> {
    const after = readCursor<[string, string, number]>(cursor, ['string', 'string', 'number']);
    const rows = await this.unitOfWork.read((tx) =>
      this.people.listCoaches(tx, {
        words: wordsOf(search),
        limit: limit + 1,
        ...(after ? { after: { lastName: after[0], firstName: after[1], id: after[2] } } : {}),
      }),
    );
    const page = pageOf(rows, limit, (row) => [row.lastName, row.firstName, row.id]);
    return {
      ...page,
      data: page.data.map(({ id, firstName, lastName, email }) => {
        return { id, firstName, lastName, email };
      }),
    };
  }
}

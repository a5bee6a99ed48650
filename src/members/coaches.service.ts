import { Injectable } from '@nestjs/common';
import { PersonNames } from '../auth/person-names.service.js';
import { personSearchOf } from '../common/phones.js';
import { DEFAULT_LIMIT, type Page, pageOf } from '../common/page.js';
import { cursorOf, placeIn } from '../database/person-place.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { CoachDto } from './dto/coach.dto.js';
import type { CoachesQueryDto } from './dto/coaches-query.dto.js';
import { MembersRepository } from './members.repository.js';

/** The studio's coaches, for those who reach everybody's members. */
@Injectable()
export class CoachesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: MembersRepository,
    private readonly names: PersonNames,
  ) {}

  /** Coaches by name; whom a search fits best comes first. */
  async list({ search, limit = DEFAULT_LIMIT, cursor }: CoachesQueryDto): Promise<Page<CoachDto>> {
    const words = personSearchOf(search);
    const isSearch = words.length > 0;
    const after = placeIn(cursor, isSearch);
    const filter = { words, limit: limit + 1, ...(after ? { after } : {}) };
    const rows = await this.names.whole((check) =>
      this.unitOfWork.read(async (tx) => {
        const [listed] = await Promise.all([this.people.listCoaches(tx, filter), check(tx)]);
        return listed;
      }),
    );
    const page = pageOf(rows, limit, (row) => cursorOf(row, isSearch));
    return {
      ...page,
      data: page.data.map(({ id, firstName, lastName, email }) => {
        return { id, firstName, lastName, email: email ?? '' };
      }),
    };
  }
}

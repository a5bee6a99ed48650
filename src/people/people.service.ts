import { Injectable } from '@nestjs/common';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '../common/page.js';
import { Problem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { wordsOf } from '../members/search-words.js';
import type { PeopleQueryDto } from './dto/person-input.dto.js';
import type { PersonDto } from './dto/person.dto.js';
import { PeopleRepository, type PersonRow } from './people.repository.js';

/** Everybody who has an account and a role. */
@Injectable()
export class People {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleRepository,
    private readonly phpAccounts: PhpAccounts,
  ) {}

  /** By name. */
  async list(query: PeopleQueryDto): Promise<Page<PersonDto>> {
    const { role, state, search, limit = DEFAULT_LIMIT, cursor } = query;
    const after = readCursor<[string, string, number]>(cursor, ['string', 'string', 'number']);
    const filter = {
      ...{ role, state, words: wordsOf(search), limit: limit + 1 },
      ...(after ? { after: { lastName: after[0], firstName: after[1], id: after[2] } } : {}),
    };
    const rows = await this.unitOfWork.read(
      async (tx) => this.people.list(tx, filter, await this.phpAccounts.isOut(tx)),
      { isReport: true },
    );
    const page = pageOf(rows, limit, (row) => [row.lastName, row.firstName, row.id]);
    return { ...page, data: page.data.map(personDto) };
  }

  /** One person. Throws `person_not_found`. */
  async get(id: number): Promise<PersonDto> {
    return personDto(await this.unitOfWork.read((tx) => this.find(tx, id)));
  }

  /** One person as others have left them. Throws `person_not_found`. */
  async find(tx: Tx, id: number): Promise<PersonRow> {
    const row = await this.people.find(tx, id, await this.phpAccounts.isOut(tx));
    if (!row) throw new Problem('person_not_found', `There is no person ${id}.`);
    return row;
  }
}

/** A person as the API shows one. */
export function personDto({ disabledAt, ...row }: PersonRow): PersonDto {
  return { ...row, disabledAt: disabledAt?.toISOString() ?? null };
}

import { Injectable } from '@nestjs/common';
import { PersonNames } from '../auth/person-names.service.js';
import { DEFAULT_LIMIT, type Page, pageOf } from '../common/page.js';
import { personSearchOf } from '../common/phones.js';
import { Problem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { cursorOf, placeIn } from '../database/person-place.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { PeopleQueryDto } from './dto/person-input.dto.js';
import type { PersonDto } from './dto/person.dto.js';
import { type DetailedPerson, PeopleRepository, type PersonRow } from './people.repository.js';

/** Everybody who has an account and a role. */
@Injectable()
export class People {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleRepository,
    private readonly phpAccounts: PhpAccounts,
    private readonly names: PersonNames,
  ) {}

  /** By name; whom a search fits best comes first. */
  async list(query: PeopleQueryDto): Promise<Page<PersonDto>> {
    const { role, state, search, limit = DEFAULT_LIMIT, cursor } = query;
    const words = personSearchOf(search);
    const isSearch = words.length > 0;
    const after = placeIn(cursor, isSearch);
    const filter = { role, state, words, limit: limit + 1, ...(after ? { after } : {}) };
    const rows = await this.names.whole((check) =>
      this.unitOfWork.read(
        async (tx) => {
          const isOut = await this.phpAccounts.isOut(tx);
          const [listed] = await Promise.all([this.people.list(tx, filter, isOut), check(tx)]);
          return listed;
        },
        { isReport: true },
      ),
    );
    const page = pageOf(rows, limit, (row) => cursorOf(row, isSearch));
    return { ...page, data: page.data.map(({ sortKey: _, grade: __, ...row }) => personDto(row)) };
  }

  /** One person. Throws `person_not_found`. */
  async get(id: number): Promise<PersonDto> {
    return personDto(await this.unitOfWork.read((tx) => this.find(tx, id)));
  }

  /** One person as others have left them. Throws `person_not_found`. */
  async find(tx: Tx, id: number): Promise<DetailedPerson> {
    const row = await this.people.find(tx, id, await this.phpAccounts.isOut(tx));
    if (!row) throw new Problem('person_not_found', `There is no person ${id}.`);
    return row;
  }
}

/** A person as the API shows one; with phone number and note where they were read. */
export function personDto(person: PersonRow | DetailedPerson): PersonDto {
  const { disabledAt, emailBouncedAt, ...row } = person;
  return {
    ...row,
    disabledAt: disabledAt?.toISOString() ?? null,
    emailBouncedAt: emailBouncedAt?.toISOString() ?? null,
  };
}

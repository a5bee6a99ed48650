import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { columnsOf, insertInto } from './entity-sql.js';

@Entity('coach_note')
class Note {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'member_id', type: 'integer' })
  memberId: number;

  @Column({ type: 'text', nullable: true })
  after: string | null;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;
}

class NoEntity {
  id: number;
}

const times = { toDb: (at: Date) => `local ${at.toISOString()}` };

describe('the columns of an entity', () => {
  it('are named after its properties, and quoted, because some are words of SQL', () => {
    expect(columnsOf(Note, 'n')).toBe(
      'n.`id` AS `id`, n.`member_id` AS `memberId`, n.`after` AS `after`, ' +
        'n.`created_at` AS `createdAt`',
    );
  });

  it('leave out what the query gets from somewhere else', () => {
    expect(columnsOf(Note, 'n', 'memberId', 'after')).toBe(
      'n.`id` AS `id`, n.`created_at` AS `createdAt`',
    );
  });
});

describe('the INSERT of an entity', () => {
  it('has a value for each column but the key, and dates as the table keeps them', () => {
    const createdAt = new Date('2026-03-10T12:00:00Z');
    const rows = [6, 7].map((memberId) => ({ memberId, after: null, createdAt }));
    const local = 'local 2026-03-10T12:00:00.000Z';
    expect(insertInto(Note, rows, times)).toEqual({
      sql:
        'INSERT INTO `coach_note` (`member_id`, `after`, `created_at`) ' +
        'VALUES (?, ?, ?), (?, ?, ?)',
      values: [6, null, local, 7, null, local],
    });
  });

  it('is refused for a class that is no entity', () => {
    expect(() => insertInto(NoEntity, [{}], times)).toThrow('NoEntity');
  });
});

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the studio has set for itself. A setting without a row has its default. */
@Entity('coach_setting')
export class SettingRow {
  @PrimaryColumn({ type: 'varchar', length: 50 })
  name: string;

  /** As JSON. */
  @Column({ type: 'text' })
  value: string;

  /** That of all settings, by the change that wrote this row. */
  @Column({ type: 'integer' })
  version: number;

  @Column({ name: 'changed_at', type: 'datetime' })
  changedAt: Date;

  @Column({ name: 'changed_by', type: 'integer', nullable: true })
  changedBy: number | null;
}

import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A long-lived access token that an admin gave to one device; the token itself is not kept. */
@Entity('coach_device_token')
export class DeviceToken {
  @PrimaryGeneratedColumn()
  id: number;

  /** Whose token it is. */
  @Column({ name: 'user_id', type: 'integer' })
  userId: number;

  /** What people call the device. */
  @Column({ type: 'varchar', length: 100 })
  label: string;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt: Date;

  @Column({ name: 'created_by', type: 'integer' })
  createdBy: number;

  @Column({ name: 'expires_at', type: 'datetime' })
  expiresAt: Date;

  @Column({ name: 'revoked_at', type: 'datetime', nullable: true })
  revokedAt: Date | null;

  @Column({ name: 'revoked_by', type: 'integer', nullable: true })
  revokedBy: number | null;
}

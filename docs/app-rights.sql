-- What the product needs in daily work, and nothing more: it adds rows to the activity log and
-- cannot change them. `npm run app-rights -- --user coach_app` runs it in the product's database, by
-- the user who migrates (with GRANT OPTION), after each migration; it may be repeated, and an
-- administrator may run it as well. docs/operations.md has the steps.

-- Without this a server may make an account without a password of a name that is mistyped.
/*M! SET sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_CREATE_USER') */;

GRANT SELECT ON * TO 'coach_app'@'%';

-- The log is written once; IP addresses and user agents are taken out of it after their time.
GRANT INSERT, UPDATE (ip, user_agent) ON admin_activity_log TO 'coach_app'@'%';

-- People, packages and their history: nothing is ever deleted, and of what is there only these
-- columns change. So no session goes to another day or package.
GRANT INSERT, UPDATE (user_type_id, email, fname, lname, password) ON `user` TO 'coach_app'@'%';
GRANT INSERT ON coach_member_list TO 'coach_app'@'%';
GRANT UPDATE (remaining_sessions, granted_sessions, booked_sessions, version, status, voided_status, frozen_days) ON coach_member_list TO 'coach_app'@'%';
GRANT UPDATE (coach_approval, staff_approval, coach_approved_at, staff_approved_at, expires_at) ON coach_member_list TO 'coach_app'@'%';
GRANT UPDATE (price_minor, price_currency, paid_minor, open_minor, payment_received, refunded_minor, refunded_sessions, is_refunded) ON coach_member_list TO 'coach_app'@'%';
GRANT UPDATE (transferred_sessions, is_transferred) ON coach_member_list TO 'coach_app'@'%';
GRANT INSERT ON coach_usage_history TO 'coach_app'@'%';
GRANT UPDATE (undone_at, undone_by, undo_reason, undo_reason_code, active_slot, hidden_from_php) ON coach_usage_history TO 'coach_app'@'%';
GRANT UPDATE (attended_as, replaced_by_id) ON coach_usage_history TO 'coach_app'@'%';
GRANT UPDATE (member_id, coach_id, balance_after, adjustment_type, adjustment_amount, reason) ON coach_usage_history TO 'coach_app'@'%';

-- In a database of the PHP pages, whoever is made a member is approved, too.
SET @approving = IF(
  (SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()
      AND TABLE_NAME = 'user' AND COLUMN_NAME = 'account_status') = 1,
  "GRANT UPDATE (account_status) ON `user` TO 'coach_app'@'%'", 'DO 0');
PREPARE approving FROM @approving;
EXECUTE approving;
DEALLOCATE PREPARE approving;

-- By what people sign in besides the password, until it is turned off.
GRANT INSERT, UPDATE (secret, created_at, confirmed_at, last_step), DELETE ON coach_second_factor TO 'coach_app'@'%';
GRANT INSERT, UPDATE (used_at), DELETE ON coach_recovery_code TO 'coach_app'@'%';

-- Who is switched off, and whose access has changed.
GRANT INSERT, UPDATE ON coach_account TO 'coach_app'@'%';

-- By which words people are found: written anew where a name has changed.
GRANT INSERT, DELETE ON coach_person_name TO 'coach_app'@'%';
GRANT INSERT, DELETE ON coach_person_order TO 'coach_app'@'%';

-- Phone numbers and notes; those of whom PHP has deleted go, too.
GRANT INSERT, UPDATE, DELETE ON coach_person_detail TO 'coach_app'@'%';

-- What the studio has set for itself.
GRANT INSERT, UPDATE ON coach_setting TO 'coach_app'@'%';

-- The price list: archived, and never deleted.
GRANT INSERT, UPDATE ON coach_catalogue_item TO 'coach_app'@'%';

-- What was paid: marked where it was taken back, and never deleted; its numbers have no gaps.
GRANT INSERT, UPDATE (voided_at, voided_by, void_reason, void_reason_code) ON coach_payment TO 'coach_app'@'%';
GRANT INSERT ON coach_refund TO 'coach_app'@'%';
GRANT INSERT, UPDATE ON coach_counter TO 'coach_app'@'%';

-- What members trained with nothing left: settled or cancelled, and never deleted.
GRANT INSERT, UPDATE (settled_usage_id, cancelled_at, cancelled_by, cancel_reason, cancel_reason_code) ON coach_owed_session TO 'coach_app'@'%';
-- Freezes of packages: given another end, and never deleted.
GRANT INSERT, UPDATE (to_day, days_added, ended_at, ended_by) ON coach_package_freeze TO 'coach_app'@'%';
-- What coaches have asked the desk for: decided, and never deleted.
GRANT INSERT, UPDATE (state, decided_at, decided_by, decision_reason, done_usage_id) ON coach_approval TO 'coach_app'@'%';
-- Substitutes of coaches: given another last day, and never deleted.
GRANT INSERT, UPDATE (to_day, ended_at, ended_by) ON coach_substitution TO 'coach_app'@'%';

-- What ends after hours or days, and is cleaned up then.
GRANT INSERT, UPDATE, DELETE ON coach_idempotency_key TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_refresh_token TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_device_token TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_stream_ticket TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_sign_in TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_refusal_count TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_address_retention TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_sign_in_place TO 'coach_app'@'%';
GRANT INSERT, UPDATE (used_at), DELETE ON coach_account_link TO 'coach_app'@'%';

-- What runs in the background: when, by whom just now, how it ended.
GRANT INSERT, UPDATE ON coach_task TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_job TO 'coach_app'@'%';

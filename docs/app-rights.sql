-- What the product needs in daily work, and nothing more: it adds rows to the activity log and
-- cannot change them. Run it in the product's database after each migration, as the user who
-- migrates (with GRANT OPTION) or as an administrator; it may be repeated. docs/operations.md has
-- the steps. Another account than 'coach_app'@'%' is put in its place in each line.

GRANT SELECT ON * TO 'coach_app'@'%';

-- The log is written once; IP addresses and user agents are taken out of it after their time.
GRANT INSERT, UPDATE (ip, user_agent) ON admin_activity_log TO 'coach_app'@'%';

-- People, packages and their history: nothing is ever deleted.
GRANT INSERT, UPDATE ON `user` TO 'coach_app'@'%';
GRANT INSERT, UPDATE ON coach_member_list TO 'coach_app'@'%';
GRANT INSERT, UPDATE ON coach_usage_history TO 'coach_app'@'%';

-- What ends after hours or days, and is cleaned up then.
GRANT INSERT, UPDATE, DELETE ON coach_idempotency_key TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_refresh_token TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_device_token TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_stream_ticket TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_sign_in TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_refusal_count TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_address_retention TO 'coach_app'@'%';
GRANT INSERT, UPDATE, DELETE ON coach_sign_in_place TO 'coach_app'@'%';

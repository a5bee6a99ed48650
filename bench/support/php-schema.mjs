const LATIN1 = 'ENGINE=InnoDB DEFAULT CHARSET=latin1';

/** The tables of PHP that the product takes over, as a plain installation has them. */
export const PHP_SCHEMA = [
  `CREATE TABLE usertype (id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
     type_name varchar(50) NOT NULL) ${LATIN1}`,
  `CREATE TABLE user (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, user_type_id int NOT NULL,
     email varchar(255) NOT NULL, password varchar(255) NOT NULL, fname varchar(255) NOT NULL,
     mname varchar(255), lname varchar(255) NOT NULL) ${LATIN1}`,
  `CREATE TABLE coaches (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int NOT NULL,
     monthly_rate decimal(10,2), session_package_rate decimal(10,2),
     per_session_rate decimal(10,2), session_package_count int DEFAULT 18) ${LATIN1}`,
  `CREATE TABLE coach_member_list (id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
     coach_id int NOT NULL, member_id int NOT NULL,
     status enum('active','expired','disconnected') NOT NULL DEFAULT 'expired',
     coach_approval enum('pending','approved','rejected') DEFAULT 'pending',
     staff_approval enum('pending','approved','rejected') DEFAULT 'pending',
     requested_at datetime DEFAULT current_timestamp(), coach_approved_at datetime,
     staff_approved_at datetime, payment_received tinyint(1) DEFAULT 0, handled_by_coach int,
     handled_by_staff int, expires_at datetime, remaining_sessions int DEFAULT 18,
     rate_type enum('monthly','package','per_session') DEFAULT 'monthly',
     KEY coach_id (coach_id), KEY member_id (member_id)) ${LATIN1}`,
  `CREATE TABLE coach_session_usage (id int NOT NULL AUTO_INCREMENT, coach_member_id int NOT NULL,
     usage_date date NOT NULL, created_at datetime DEFAULT current_timestamp(), PRIMARY KEY (id),
     UNIQUE KEY unique_daily_usage (coach_member_id, usage_date),
     KEY coach_member_id (coach_member_id), KEY usage_date (usage_date),
     CONSTRAINT coach_session_usage_ibfk_1 FOREIGN KEY (coach_member_id)
       REFERENCES coach_member_list (id) ON DELETE CASCADE) ${LATIN1}`,
];

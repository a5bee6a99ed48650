# Read by the container of the database when it makes its data, as a part of its own script: makes
# the user who serves, and lets the one who migrates give it rights.
docker_process_sql <<SQL
CREATE USER 'coach_app'@'%' IDENTIFIED BY '$(cat "$APP_DATABASE_PASSWORD_FILE")';
GRANT ALL ON \`$MARIADB_DATABASE\`.* TO '$MARIADB_USER'@'%' WITH GRANT OPTION;
SQL

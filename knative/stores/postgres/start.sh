# User, password and database are those of the secret database-url, so that they are said once. They hold when the server first makes its folder.
set -eu
account=${DATABASE_URL#*://}
account=${account%%@*}
path=${DATABASE_URL#*@*/}
case $account in
  *%*) echo "The secret database-url has an encoded character in its user or password. Make the password of letters and digits." >&2; exit 1 ;;
  *:?*) ;;
  *) echo "The secret database-url names no user and password." >&2; exit 1 ;;
esac
export POSTGRES_USER="${account%%:*}" POSTGRES_PASSWORD="${account#*:}" POSTGRES_DB="${path%%\?*}"
unset DATABASE_URL
exec docker-entrypoint.sh postgres -c config_file=/etc/nudge/postgres/postgresql.conf

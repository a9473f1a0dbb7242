# backup, list, or restore FILE: dumps of the database in /backups. One that is not whole never has a dump's name.
set -eu
cd /backups
case ${1:-} in
  backup)
    dump=nudge-$(date -u +%Y-%m-%dT%H-%M-%S).dump
    pg_dump --format=custom --file=unfinished "$DATABASE_URL"
    pg_restore --list unfinished > /dev/null
    mv unfinished "$dump"
    find . -name 'nudge-*.dump' ! -name "$dump" -mmin +$((KEEP_DAYS * 1440)) -delete
    echo "Backed up to $dump, $(stat -c %s "$dump") bytes. There are $(find . -name 'nudge-*.dump' | wc -l)." ;;
  list)
    find . -name 'nudge-*.dump' -printf '%f %s bytes\n' | sort ;;
  restore)
    test -f "${2:-}" || { echo "There is no dump ${2:-}. There are:" >&2; find . -name 'nudge-*.dump' -printf '%f\n' | sort >&2; exit 1; }
    # All or nothing. Rights of the reading role are given anew by its job, at the next make deploy.
    pg_restore --clean --if-exists --no-owner --no-privileges --single-transaction --dbname="$DATABASE_URL" "$2"
    echo "Restored $2. Run make deploy again, so that KEDA may read what it needs." ;;
  *) echo "Say backup, list, or restore FILE." >&2; exit 2 ;;
esac

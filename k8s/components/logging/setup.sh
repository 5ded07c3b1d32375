# In this order: the template names the life cycle, and Kibana's objects the indices.
set -eu
scheme=http
[ "$ELASTICSEARCH_TLS" = on ] && scheme=https
elasticsearch=$scheme://$ELASTICSEARCH_HOST:$ELASTICSEARCH_PORT

# The password is read from standard input: no list of processes has it.
call() {
  printf 'user = "%s:%s"\n' "$ELASTICSEARCH_USER" "$ELASTICSEARCH_PASSWORD" | curl --config - --fail-with-body --silent --show-error --retry 5 --retry-connrefused "$@"
  echo
}

call -X PUT -H 'Content-Type: application/json' --data-binary @/setup/lifecycle.json "$elasticsearch/_ilm/policy/sluice-logs"
call -X PUT -H 'Content-Type: application/json' --data-binary @/setup/index-template.json "$elasticsearch/_index_template/sluice-logs"
call -X POST -H 'kbn-xsrf: sluice' -F file=@/setup/kibana.ndjson "$KIBANA_URL/api/saved_objects/_import?overwrite=true"

/**
 * Returns the commands that upload the package and confirm the upload. `headers` are arguments of curl. The commands do
 * the same as `uploadPackage` and `reconcileUpload` (platform-api.md 1.9, 1.11, 7.5).
 */
export function uploadCommands(headers: string): string {
  return String.raw`export BKPAAS_ACCESS_TOKEN PACKAGE_URL VERSION

say() { printf '%s\n' "$*"; }
die() { code=$1; shift; say "$*" >&2; exit "$code"; }

for tool in curl jq; do
  command -v "$tool" >/dev/null || die 1 "$tool is missing. Install it first."
done
for name in BKPAAS_ACCESS_TOKEN PACKAGE_URL VERSION; do
  jq -ne --arg name "$name" 'env[$name] // "" | length > 0' >/dev/null || die 1 "The variable $name is not set."
done
case $VERSION in *[[:space:]#?%/]*) die 1 'VERSION has white space or one of # ? % /.' ;; esac
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# request PATH BODY: sends one request, a GET if BODY is "empty". Sets $status and writes $dir/response.
# The token and the body reach curl through standard input, so no process list shows them. A POST is never repeated.
request() {
  : >"$dir/response"
  if [ "$2" = empty ]; then retries=3; else retries=0; fi
  status=$(
    jq -nr '("X-Bkapi-Authorization: " + ({access_token: env.BKPAAS_ACCESS_TOKEN} | tojson) | "header = " + tojson),
      ('"$2"' | "data = " + (tojson | tojson))' |
      curl -q -sS -g --config - --retry "$retries" --connect-timeout 10 --max-time 90 \
        ${headers} \
        -o "$dir/response" -w '%{http_code}' "$api/$1"
  ) || status=000
}
# query FILTER [OPTION...]: runs jq on the response. Fails if the response is empty or no JSON.
query() { filter=$1; shift; jq -nr "$@" "input | $filter" "$dir/response" 2>/dev/null; }

# Text of the platform is printed with a prefix, so that the CI does not run commands in it, such as ::set-output.
quote='split("\n")[] | "| " + (split("::set-") | join(":: set-") | split("##[") | join("## [") | split("\r") | join(" "))'

# Returns whether the platform or the gateway rejected the request. Any other error leaves the outcome unknown.
rejected() {
  [ true = "$(query 'type == "object" and (($status | startswith("4")) or
    (($status | startswith("2")) and .result == false and (.code | type == "number" and . < 1650000)))' \
    --arg status "$status")" ]
}
explain() {
  say "$1 (HTTP $status)"
  query ".code_name // .detail // .message // .code // empty | tostring | $quote" || true
}

# settle PATH FILTER: reads PATH until FILTER returns something, because the response to a POST was lost.
# The platform works on a request for at most 150 s, and no longer after its error page "Server Error (500)".
settle() {
  say "No usable response (HTTP $status). Checking what the platform did…"
  found= waited=0 pause=1 sure=yes
  if [ "$status" = 500 ] && grep -q 'Server Error (500)' "$dir/response"; then waited=150 sure=no; fi
  while :; do
    request "$1" empty
    if [ "$status" = 200 ] && found=$(query "$2"); then
      if [ -n "$found" ] || [ "$waited" -ge 150 ]; then return 0; fi
    fi
    [ "$waited" -lt 150 ] || die 2 'The outcome is unknown, because the platform could not be read.'
    sleep "$pause"
    waited=$((waited + pause))
    pause=$((pause < 8 ? pause * 2 : 15))
  done
}

versions=repo/branches/
row='[.results[] | select((.name | ascii_downcase) == (env.VERSION | ascii_downcase))][0] // empty | tojson'
# The name that the platform gives to a package from this URL.
package='(env.PACKAGE_URL | split("#")[0] | split("?")[0] | split("/")[3:] | .[:-1] + [last // "" | split(";")[0]] |
  [.[] | strings | select(. != "" and . != ".")] | last // "" | split(".")[0] // "" |
  if contains(env.VERSION) then . else . + ":" + env.VERSION end | split(":")) as $name'

request "$versions" empty
if [ "$status" != 200 ] || ! before=$(query "$row"); then
  explain 'Nothing was uploaded, because the versions could not be read.' && exit 1
fi
export before
if [ -n "$before" ]; then
  jq -ne 'env.before | fromjson | .extra.is_deleted != true' >/dev/null ||
    die 1 "Version $VERSION cannot be uploaded again, because the platform has removed its package."
  jq -ne 'env.OVERWRITE == "1"' >/dev/null || die 1 "Version $VERSION already exists. Set OVERWRITE=1 to replace it."
  VERSION=$(jq -nr 'env.before | fromjson | .name')
  # The platform's dates have whole seconds. Without this pause, an overwrite could leave the date unchanged.
  sleep 10
fi

say "Uploading version $VERSION…"
trap 'exit 2' INT TERM
request source_package/link/ \
  '{package_url: env.PACKAGE_URL, version: env.VERSION, allow_overwrite: (env.OVERWRITE == "1")}'
sha256=
case $status in 2??)
  sha256=$(query 'select(.package_name | strings) | select(.version | strings) | .sha256_signature // "none"') || sha256= ;;
esac
if [ -z "$sha256" ]; then
  if rejected; then explain 'The upload was rejected.' && exit 1; fi
  settle "$versions" "$row | select(. != env.before)"
  [ -n "$found" ] || die 1 'The platform did not store the package. It probably could not download the package URL.'
  # The address in the platform's store ends with version, SHA-256 and package name.
  export found
  sha256=$(jq -nr "$package"' | (env.found | fromjson | .url // "" | split(":")) as $url |
    select($url[-($name | length):] == $name) | $url[-($name | length) - 1] | select(length == 64)')
  if [ -z "$sha256" ] || [ "$sure" = no ]; then
    die 2 "Version $VERSION has changed, but another upload may have stored it. Check the platform."
  fi
fi
export sha256
jq -ne 'env.SHA256 // "" | ascii_downcase | . == "" or . == env.sha256' >/dev/null ||
  die 1 "Version $VERSION is stored, but its SHA-256 is $sha256. Another file was at the URL."
say "Version $VERSION is uploaded. SHA-256: $sha256"
`;
}

/**
 * The commands that deploy the uploaded version and follow the deployment. They do the same as `deployPackage`,
 * `reconcileDeploy` and `FollowedDeployment` (platform-api.md 4.8 to 4.10).
 */
export const deployCommands = String.raw`history="deployments/lists/?environment=$environment&limit=20"
request "$history" empty
if [ "$status" != 200 ] || ! known=$(query '[.results[].deployment_id] | tojson'); then
  explain 'Nothing was deployed, because the history could not be read.' && exit 1
fi
export known
say "Deploying version $VERSION to $environment…"
request "envs/$environment/deployments/" \
  '{url: "", version_type: "package", version_name: env.VERSION, revision: env.VERSION}'
id=
case $status in 2??) id=$(query '.deployment_id | strings') || id= ;; esac
if [ -z "$id" ]; then
  if rejected; then explain 'The deployment was rejected.' && exit 1; fi
  settle "$history" '(env.known | fromjson) as $known | [.results[] | select(.repo.revision == env.VERSION) |
    .deployment_id | select(. as $id | $known | index($id) | not)][0] // empty'
  [ -n "$found" ] || die 1 'The deployment was not started.'
  id=$found
fi
say "Deployment $id"

# Each response has the whole log so far. While the deployment runs, only the log without its last character stays.
shown=0 failures=0 waited=0
while [ "$waited" -lt 5400 ]; do
  request "deployments/$id/result/" empty
  if [ "$status" = 200 ] && state=$(query '.status | strings') && [ -n "$state" ]; then
    failures=0
    lines='((.logs | strings) // "" | if $state == "pending" then .[:-1] else rtrimstr("\n") + "\n" end | split("\n")[:-1])'
    query "$lines"'[$shown:][] | '"$quote" --arg state "$state" --argjson shown "$shown"
    shown=$(query "$lines | length" --arg state "$state")
    case $state in
      successful) say "Version $VERSION is deployed to $environment."; exit 0 ;;
      pending) ;;
      *) die 1 "The deployment ended: $state." ;;
    esac
  else
    failures=$((failures + 1))
    [ "$failures" -lt 12 ] || die 2 "The outcome of deployment $id is unknown, because the platform could not be read."
  fi
  sleep 5
  waited=$((waited + 5))
done
die 2 "Deployment $id has not ended after 90 minutes."
`;

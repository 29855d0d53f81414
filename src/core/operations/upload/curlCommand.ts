import type { GatewayUrl } from '../../platform/gatewayUrl.ts';
import { uploadByLinkPath, type UploadByLink } from '../../platform/sourcePackages.ts';

/**
 * The same upload as a curl command for a POSIX shell. The token stands as `$BKPAAS_ACCESS_TOKEN`, never as its value.
 * `--form-string` and not `-F`: curl would read `@` and `<` at the start of a value as "take it from a file".
 */
export function curlCommand(gatewayUrl: GatewayUrl, tenantId: string | undefined, upload: UploadByLink): string {
  const url = `${gatewayUrl}/bkapps/${uploadByLinkPath(upload).join('/')}/`;
  const lines = [
    `curl -X POST ${quoted(url)}`,
    `-H "X-Bkapi-Authorization: {\\"access_token\\": \\"$BKPAAS_ACCESS_TOKEN\\"}"`,
    ...(tenantId ? [`-H ${quoted(`X-Bk-Tenant-Id: ${tenantId}`)}`] : []),
    `--form-string ${quoted(`package_url=${upload.packageUrl}`)}`,
    `--form-string ${quoted(`version=${upload.version}`)}`,
    `--form-string ${quoted(`allow_overwrite=${upload.allowOverwrite}`)}`,
  ];
  return lines.join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

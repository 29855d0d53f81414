import type { GatewayUrl } from '../../platform/gatewayUrl.ts';
import { uploadByLinkPath, type UploadByLink } from '../../platform/sourcePackages.ts';

/**
 * Returns the upload as a curl command for a POSIX shell. The command contains the variable `$BKPAAS_ACCESS_TOKEN` and
 * never the token. Uses `--form-string`, because `-F` reads a file if a value starts with `@` or `<`.
 */
export function curlCommand(gatewayUrl: GatewayUrl, tenantId: string | undefined, upload: UploadByLink): string {
  const url = `${gatewayUrl}/bkapps/${uploadByLinkPath(upload).join('/')}/`;
  const lines = [
    `curl -X POST ${quoteForShell(url)}`,
    `-H "X-Bkapi-Authorization: {\\"access_token\\": \\"$BKPAAS_ACCESS_TOKEN\\"}"`,
    ...(tenantId ? [`-H ${quoteForShell(`X-Bk-Tenant-Id: ${tenantId}`)}`] : []),
    `--form-string ${quoteForShell(`package_url=${upload.packageUrl}`)}`,
    `--form-string ${quoteForShell(`version=${upload.version}`)}`,
    `--form-string ${quoteForShell(`allow_overwrite=${upload.allowOverwrite}`)}`,
  ];
  return lines.join(' \\\n  ');
}

function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

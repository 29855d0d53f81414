import type * as vscode from 'vscode';
import { isObject, stringOf } from '../../core/http/json.ts';
import type { Identity } from '../../core/platform/applications.ts';
import { parseGatewayUrl, type GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import { StoredSecrets } from '../editor/credentials.ts';

/** A token, and the user and application for which the gateway issued it. */
export interface StoredToken {
  accessToken: string;
  identity: Identity;
}

/**
 * The tokens in the secret storage. Each gateway URL has a separate secret, so that a sign-in to a second platform
 * keeps the token of the first platform. The gateway URL is part of the secret's key, so a token cannot be read for
 * another gateway.
 */
export class StoredTokens extends StoredSecrets<StoredToken, GatewayUrl> {
  constructor(secrets: vscode.SecretStorage) {
    super(secrets, 'bkpaas.session ', (json) => {
      const accessToken = stringOf(json, 'accessToken');
      if (accessToken === undefined) return undefined;
      const stored = isObject(json['identity']) ? json['identity'] : {};
      const identity = { userName: stringOf(stored, 'userName'), appCode: stringOf(stored, 'appCode') };
      return { accessToken, identity };
    });
  }

  override onDidChange(listener: (gatewayUrl: GatewayUrl) => void): vscode.Disposable {
    return super.onDidChange((name) => {
      for (const gatewayUrl of gatewayUrlsIn([name])) listener(gatewayUrl);
    });
  }

  /** Resolves to the gateway URLs of all tokens. */
  async gatewayUrls(): Promise<GatewayUrl[]> {
    return gatewayUrlsIn(await this.names());
  }
}

function gatewayUrlsIn(names: readonly string[]): GatewayUrl[] {
  return names.flatMap((name) => {
    const parsed = parseGatewayUrl(name);
    return parsed.ok ? parsed.gatewayUrl : [];
  });
}

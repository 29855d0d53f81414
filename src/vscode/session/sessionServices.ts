import type * as vscode from 'vscode';
import type { TokenOwner } from '../../core/platform/applications.ts';
import type { Observer } from '../editor/notifications.ts';
import type { ContextKeys } from '../editor/contextKeys.ts';
import type { Recents } from '../editor/recents.ts';
import type { OutputLog } from '../editor/outputLog.ts';
import type { SessionStore, SignedIn } from './session.ts';

export interface SessionServices {
  editor: EditorServices;
  /** Shows the progress of a command in the terminal of its task; undefined if no task runs the command. */
  observer?: Observer | undefined;
  session: SessionStore;
  log: OutputLog;
  catalog: {
    /**
     * Stores the applications that a sign-in has read, so that the catalog does not request them again for its first
     * list.
     */
    prime(session: Pick<SignedIn, 'platform' | 'accessToken'>, applications: TokenOwner['applications']): void;
  };
}

/** The services of this VS Code window that do not depend on the session. */
export interface EditorServices {
  extension: vscode.Extension<unknown>;
  /** The view of applications, which also shows who is signed in. */
  applications: { isVisible: () => boolean; reveal: () => Thenable<unknown> };
  contextKeys: Pick<ContextKeys, 'set' | 'repeat'>;
  recents: Recents;
}

/**
 * The base of every test's user settings: nothing opens, asks, recommends or phones home automatically, so that tests
 * see only the extension's effects and screenshots of two runs are alike.
 */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  // 1.139 opens settings and similar editors in a dialog over the window, which would catch a test's next click.
  'workbench.editor.useModal': 'off',
  'workbench.editor.empty.hint': 'hidden',
  // The theme follows the browser's colour scheme, which `openWorkbench` sets for each window. Theme names do not work:
  // 1.112 and 1.139 name them differently.
  'window.autoDetectColorScheme': true,
  // A confirmation on leaving the page would block every reload.
  'window.confirmBeforeClose': 'never',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'git.autofetch': false,
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
  // 1.112 asks in a dialog at once, 1.139 never does. Here neither asks: an untrusted folder opens in Restricted Mode.
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.untrustedFiles': 'open',
};

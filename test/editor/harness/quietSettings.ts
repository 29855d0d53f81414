/**
 * What every test's user settings begin with: nothing opens, asks, recommends or phones home by itself, so that what a
 * test sees is the extension's doing and screenshots of two runs are alike.
 */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  // 1.139 opens settings and the like in a dialog over the window, where a test's next click would end.
  'workbench.editor.useModal': 'off',
  'workbench.editor.empty.hint': 'hidden',
  // The theme follows the browser's colour scheme, which openWorkbench sets for each window. Named themes would not do:
  // 1.112 and 1.139 name them differently.
  'window.autoDetectColorScheme': true,
  // A person's own confirmation on leaving the page would stop every reload.
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
  // 1.112 asks in a dialog at once, 1.139 never does: here neither, a folder that is not trusted opens in Restricted Mode.
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.untrustedFiles': 'open',
};

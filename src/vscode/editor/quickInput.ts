import * as vscode from 'vscode';
import { withoutLinks } from '../../texts/formats.ts';
import {
  waitForAnswer,
  showPosition,
  singlePosition,
  runWithInputDisabled,
  runWithInputBusy,
  type Answer,
  type QuestionPosition,
} from './answer.ts';
import { background } from './background.ts';

/** A sentence under an input box. Only an error prevents the user from continuing. */
export interface ValidationMessage {
  text: string;
  severity: 'error' | 'warning' | 'info';
  /** Whether the user has to press Enter again to accept this warning. */
  confirmOnEnter?: boolean;
  /** A text that replaces the text in the box. The box then stays open, so that the user sees the new text. */
  replacement?: string;
}

/** A button in the title bar of a question. `run` gets a function that cancels the question. */
export type QuestionButton = vscode.QuickInputButton & { run: (cancel: () => void) => unknown };

export interface TextQuestion {
  title: string;
  prompt: string;
  placeholder?: string;
  value: string;
  password?: boolean;
  buttons?: readonly QuestionButton[];
  /** The message that is shown first, such as the reason why the last attempt failed. */
  validation?: ValidationMessage | undefined;
  /**
   * When this resolves, the text is validated again, because `validate` can then return another result. Never rejects.
   */
  ready?: Promise<unknown>;
  /** Validates the text, on every change and on Enter. An error keeps the box open. */
  validate: (text: string) => ValidationMessage | undefined;
  /**
   * Checks the text on Enter, if `validate` returned no error. The box is disabled during the check. An error, or a
   * check that throws, keeps the box open with its text. The signal is aborted when the box closes.
   */
  check?: (text: string, signal: AbortSignal) => Promise<ValidationMessage | undefined>;
}

/** Asks for a text. The box keeps its text when the box loses the focus and when the check fails. */
export function askText(question: TextQuestion, position = singlePosition): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  input.title = question.title;
  input.prompt = withoutLinks(question.prompt);
  input.placeholder = question.placeholder;
  input.value = question.value;
  input.password = question.password ?? false;
  input.ignoreFocusOut = true;
  showPosition(input, position, question.buttons);
  showValidation(input, question.validation);

  return waitForAnswer(input, (finish, signal) => {
    const runButton = async (button: vscode.QuickInputButton): Promise<void> => {
      await question.buttons
        ?.find((candidate) => candidate === button)
        ?.run(() => {
          finish({ kind: 'cancelled' });
        });
    };
    const accept = async (): Promise<void> => {
      const text = input.value;
      const problem = question.validate(text);
      showValidation(input, problem);
      if (problem?.severity === 'error' || problem?.replacement !== undefined) return;
      const { check } = question;
      const found = check && (await runWithInputDisabled(input, () => check(text, signal)));
      if (found) showValidation(input, found);
      if (found?.severity === 'error' || found?.confirmOnEnter || found?.replacement !== undefined) return;
      finish({ kind: 'answer', value: text });
    };
    const validateAgain = async (): Promise<void> => {
      await question.ready;
      if (!signal.aborted && input.enabled && input.value !== '') showValidation(input, question.validate(input.value));
    };
    if (question.ready) background('input check', validateAgain());
    return [
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) finish({ kind: 'back' });
        else background('input button', runButton(button));
      }),
      input.onDidChangeValue((text) => {
        showValidation(input, question.validate(text));
      }),
      input.onDidAccept(() => {
        if (input.enabled) background('input check', accept());
      }),
    ];
  });
}

export interface PickQuestion<Item extends vscode.QuickPickItem> {
  title: string;
  placeholder: string;
  /** The initial text, such as the text that the user typed before going back. */
  value?: string | undefined;
  /** The list is busy until the promise resolves. The caller must turn expected errors into items. */
  items: Promise<readonly Item[]>;
  /** Returns an additional item for the typed text, such as an App ID that is not listed. */
  itemFor?: (text: string) => Item | undefined;
}

/** With more rows than this, sending the list takes longer than the time between two keystrokes. */
const longListLength = 200;

export function askPick<Item extends vscode.QuickPickItem>(
  question: PickQuestion<Item>,
  position = singlePosition,
): Promise<Answer<Item>> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.value = question.value ?? '';
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  showPosition(pick, position);

  let listed: readonly Item[] = [];
  let typed: Item | undefined;
  let pause: NodeJS.Timeout | undefined;
  const showItems = (): void => {
    typed = question.itemFor?.(pick.value);
    pick.items = typed ? [...listed, typed] : listed;
  };
  const load = async (): Promise<void> => {
    listed = await question.items;
    showItems();
  };
  background('list', runWithInputBusy(pick, load));

  return waitForAnswer(pick, (finish) => [
    pick.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) finish({ kind: 'back' });
    }),
    pick.onDidChangeValue(() => {
      if (!question.itemFor) return;
      // Every change sends the whole list to the window. With 5,000 rows, the window then lags behind the user's typing
      // (observed). So the list is sent only after a pause in the typing.
      clearTimeout(pause);
      pause = setTimeout(showItems, listed.length > longListLength ? 150 : 0);
    }),
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      // The list is updated with a delay, so its item for the typed text can be outdated. So the item is created again.
      const value = chosen === undefined || chosen === typed ? question.itemFor?.(pick.value) : chosen;
      if (value) finish({ kind: 'answer', value });
    }),
    new vscode.Disposable(() => {
      clearTimeout(pause);
    }),
  ]);
}

/** An item that can have a choice. Headings, hints and errors have no choice. */
export type ChoiceItem<T> = vscode.QuickPickItem & { choice?: T };

/** Asks until the user picks an item with a choice, goes back or cancels. */
export async function pickChoice<T>(
  question: PickQuestion<ChoiceItem<T>>,
  position: QuestionPosition,
): Promise<Answer<T>> {
  for (;;) {
    const answer = await askPick(question, position);
    if (answer.kind !== 'answer') return answer;
    if (answer.value.choice !== undefined) return { kind: 'answer', value: answer.value.choice };
  }
}

function showValidation(input: vscode.InputBox, validation: ValidationMessage | undefined): void {
  if (validation?.replacement !== undefined) input.value = validation.replacement;
  const severities = {
    error: vscode.InputBoxValidationSeverity.Error,
    warning: vscode.InputBoxValidationSeverity.Warning,
    info: vscode.InputBoxValidationSeverity.Info,
  };
  input.validationMessage = validation && {
    message: withoutLinks(validation.text),
    severity: severities[validation.severity],
  };
}

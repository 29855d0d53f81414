/**
 * Named gates. A gate stays closed until `open` is called, so that a test and not a timer decides when a download
 * continues.
 */
export class Gates {
  readonly #gates = new Map<string, { passed: Promise<void>; open: () => void }>();

  /** Resolves when the gate is open. */
  pass(name: string): Promise<void> {
    return this.#gate(name).passed;
  }

  open(name: string): void {
    this.#gate(name).open();
  }

  openAll(): void {
    for (const { open } of this.#gates.values()) open();
  }

  #gate(name: string): { passed: Promise<void>; open: () => void } {
    const known = this.#gates.get(name);
    if (known) return known;
    let open = (): void => undefined;
    const passed = new Promise<void>((resolve) => (open = resolve));
    const gate = { passed, open };
    this.#gates.set(name, gate);
    return gate;
  }
}

import type { Dispatcher } from 'undici';
import type { Fault } from '../platform/faults.ts';
import type { CallerKind } from './callers.ts';
import type { ContractCase } from './contractCase.ts';
import type { Placeholder } from './placeholders.ts';
import type { PlatformAge } from './platformAges.ts';

/** A platform that the contract can run against, and what it offers. */
export interface Target {
  /** The gateway's address with its stage, without a trailing slash. */
  gatewayUrl: string;
  age: PlatformAge;
  allowWrites: boolean;
  /** Whether the staging environment of the module may be taken offline. */
  allowOffline: boolean;
  /** Sent with every request, such as a tenant. */
  headers: Readonly<Record<string, string>>;
  tokens: Readonly<Partial<Record<CallerKind, string>>>;
  values: ReadonlyMap<Placeholder, string>;
  /** Prefix of the versions of a run; no other version on the platform has it. */
  runName: string;
  /** How requests get there; a direct connection by default. */
  dispatcher?: Dispatcher;
  /** Absent where nothing can be arranged. */
  arrange?: Arranging;
}

/** What only an embedded platform can do for a case. */
export interface Arranging {
  /** Resets the platform, then sets the switches and plans of the case. */
  begin(played: ContractCase): void;
  /** Plans a fault for the next request. */
  plan(fault: Fault): void;
  /** Resolves when everything that outlived its response is over. */
  settled(): Promise<void>;
}

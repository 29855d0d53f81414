import type { Dispatcher } from 'undici';
import type { Fault } from '../platform/faults.ts';
import type { CallerKind } from './callers.ts';
import type { ContractCase } from './contractCase.ts';
import type { Placeholder } from './placeholders.ts';
import type { PlatformAge } from './platformAges.ts';

/** A platform the contract can be played against, and what is to be had on it. */
export interface Target {
  /** The gateway's address with its stage, no slash at the end. */
  gatewayUrl: string;
  age: PlatformAge;
  allowWrites: boolean;
  /** The staging environment of the module may be taken offline. */
  allowOffline: boolean;
  /** Sent with every request, such as a tenant. */
  headers: Readonly<Record<string, string>>;
  tokens: Readonly<Partial<Record<CallerKind, string>>>;
  values: ReadonlyMap<Placeholder, string>;
  /** The versions of a run begin with it, and no other version on the platform does. */
  runName: string;
  /** How requests get there; a direct connection when left out. */
  dispatcher?: Dispatcher;
  /** Left out where nothing can be arranged. */
  arrange?: Arranging;
}

/** What only an embedded platform can do for a case. */
export interface Arranging {
  /** Brings the platform to its beginning, then sets the switches and plans of the case. */
  begin(played: ContractCase): void;
  /** Plans what goes wrong with the next request. */
  plan(fault: Fault): void;
  /** Resolves when everything that outlived its answer is over. */
  settled(): Promise<void>;
}

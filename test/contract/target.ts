import type { Dispatcher } from 'undici';
import type { Fault } from '../platform/faults.ts';
import type { CallerKind } from './callers.ts';
import type { ContractCase } from './contractCase.ts';
import type { Placeholder } from './placeholders.ts';
import type { PlatformAge } from './platformAges.ts';

/** A platform that the contract can run against, with its addresses, tokens and placeholder values. */
export interface Target {
  /** The gateway's address with its stage, without a trailing slash. */
  gatewayUrl: string;
  age: PlatformAge;
  allowWrites: boolean;
  /** Whether the staging environment of the module may be taken offline. */
  allowOffline: boolean;
  /** Headers that are sent with every request, such as the tenant. */
  headers: Readonly<Record<string, string>>;
  tokens: Readonly<Partial<Record<CallerKind, string>>>;
  values: ReadonlyMap<Placeholder, string>;
  /** Prefix of the versions of a run. No other version on the platform has this prefix. */
  runName: string;
  /** The undici dispatcher that sends the requests; a direct connection by default. */
  dispatcher?: Dispatcher;
  /** Absent for a real platform, which cannot be prepared for a case. */
  arrange?: CaseArranger;
}

/** How the embedded platform is prepared for a case. */
export interface CaseArranger {
  /** Resets the platform, then sets the switches and plans of the case. */
  begin(played: ContractCase): void;
  /** Plans a fault for the next request. */
  plan(fault: Fault): void;
  /** Resolves when every backend action is over, including actions that continue after their response. */
  settled(): Promise<void>;
}

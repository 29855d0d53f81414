import { isIP } from 'node:net';
import { fieldOf, type YamlNode } from '../yaml/yamlNode.ts';
import type { DescriptionCode, DescriptionFinding } from './descriptionFinding.ts';
import { commandProblem } from './processRules.ts';

/**
 * Checks what a schema cannot express about a module of version 2: unclosed quotes and final backslashes in commands,
 * and applications that `svc_discovery` names twice. Accepts a module of any shape.
 */
export function checkModuleV2(module: YamlNode): DescriptionFinding[] {
  const processes = fieldOf(module, 'processes');
  const commands = processes?.kind === 'map' ? processes.entries.map(({ value }) => fieldOf(value, 'command')) : [];
  const hook = fieldOf(fieldOf(module, 'scripts'), 'pre_release_hook');
  return [
    ...[...commands, hook].flatMap(checkCommand),
    ...findDuplicates(
      itemsOf(fieldOf(fieldOf(module, 'svc_discovery'), 'bk_saas')),
      (item) => {
        const code = textOf(item) ?? textOf(fieldOf(item, 'bk_app_code'));
        return code === undefined ? undefined : `${code} ${textOf(fieldOf(item, 'module_name')) ?? ''}`;
      },
      'discoveredTwice',
    ),
  ];
}

/**
 * Checks what a schema cannot express about a module of version 3: services that occur twice, metrics that name a
 * missing process or service, and invalid IP addresses. Accepts a module of any shape.
 */
export function checkModuleV3(module: YamlNode): DescriptionFinding[] {
  const spec = fieldOf(module, 'spec');
  const processes = itemsOf(fieldOf(spec, 'processes'));
  const services = processes.map((process) => itemsOf(fieldOf(process, 'services')));
  const exposed = services.flat().filter((service) => fieldOf(service, 'exposedType')?.kind === 'map');
  const serviceFields = ['name', 'targetPort', 'port'];
  return [
    ...services.flatMap((list) =>
      serviceFields.flatMap((field) =>
        findDuplicates(list, (service) => textOf(fieldOf(service, field)), 'serviceTwice', field),
      ),
    ),
    ...exposed.slice(1).map((service): DescriptionFinding => ({
      code: 'exposedTwice',
      range: rangeOf(fieldOf(service, 'exposedType') ?? service),
    })),
    ...checkMetrics(spec, processes),
    ...checkAddresses(fieldOf(spec, 'domainResolution')),
  ];
}

function checkMetrics(spec: YamlNode | undefined, processes: readonly YamlNode[]): DescriptionFinding[] {
  const monitoring = fieldOf(fieldOf(spec, 'observability'), 'monitoring');
  return itemsOf(fieldOf(monitoring, 'metrics')).flatMap((metric): DescriptionFinding[] => {
    const [name, service] = [fieldOf(metric, 'process'), fieldOf(metric, 'serviceName')];
    const [nameText, serviceText] = [textOf(name), textOf(service)];
    if (!name || !service || nameText === undefined || serviceText === undefined) return [];
    const process = processes.findLast((item) => textOf(fieldOf(item, 'name')) === nameText);
    if (!process) return [{ code: 'metricWithoutProcess', values: [nameText], range: rangeOf(name) }];
    const names = itemsOf(fieldOf(process, 'services')).map((item) => textOf(fieldOf(item, 'name')));
    if (names.includes(serviceText)) return [];
    return [{ code: 'metricWithoutService', values: [serviceText, nameText], range: rangeOf(service) }];
  });
}

function checkAddresses(resolution: YamlNode | undefined): DescriptionFinding[] {
  const aliases = itemsOf(fieldOf(resolution, 'hostAliases')).map((alias) => fieldOf(alias, 'ip'));
  return [...itemsOf(fieldOf(resolution, 'nameservers')), ...aliases].flatMap((address): DescriptionFinding[] => {
    if (address?.kind !== 'scalar' || address.type !== 'text' || isIP(textOf(address) ?? '') !== 0) return [];
    return [{ code: 'addressInvalid', values: [address.text], range: rangeOf(address) }];
  });
}

function checkCommand(command: YamlNode | undefined): DescriptionFinding[] {
  const text = command?.kind === 'scalar' && command.type === 'text' ? String(command.value).trim() : '';
  const code = commandProblem(text);
  return command && code ? [{ code, range: rangeOf(command) }] : [];
}

/** Returns a finding for each item that has the same `identity` as an earlier item. */
function findDuplicates(
  items: readonly YamlNode[],
  identity: (item: YamlNode) => string | undefined,
  code: DescriptionCode,
  field = '',
): DescriptionFinding[] {
  const seen = new Set<string>();
  return items.flatMap((item): DescriptionFinding[] => {
    const text = identity(item);
    if (text === undefined) return [];
    const isNew = !seen.has(text);
    seen.add(text);
    const range = rangeOf(fieldOf(item, field) ?? item);
    return isNew ? [] : [{ code, values: [field, text.trim()], range }];
  });
}

function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/**
 * Returns the value of a scalar as text, without white space around it. Undefined for null, an empty text, a list and a
 * map.
 */
function textOf(node: YamlNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null || node.value === '') return undefined;
  return String(node.value).trim();
}

function rangeOf(node: YamlNode): { start: number; end: number } {
  if (node.kind === 'scalar') return node.range;
  const first = node.kind === 'map' ? node.entries[0]?.key.range : undefined;
  return first ?? node.range;
}

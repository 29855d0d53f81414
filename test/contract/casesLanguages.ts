import { fieldError, multipart, upload } from './shapes.ts';
import type { ContractCase, ContractRequest } from './contractCase.ts';

/** Returns a case that uploads without `package_url` and expects the error message in the language of the response. */
const inLanguage = (
  id: string,
  standsFor: string,
  request: Partial<ContractRequest>,
  message: string,
): ContractCase => ({
  id: `language.${id}`,
  statement: standsFor,
  request: upload(multipart({ version: '{version}' }), { language: null, ...request }),
  expect: fieldError('package_url', message),
});
const ZH = '该字段是必填项。';
const EN = 'This field is required.';

/** The language of a response (platform-api.md 7.2, 8 point 8). */
export const casesLanguages: readonly ContractCase[] = [
  inLanguage('default', '7.2 default zh-cn', {}, ZH),
  inLanguage('chinese', '7.2 Accept-Language zh-cn', { language: 'zh-cn' }, ZH),
  inLanguage('english', '7.2 Accept-Language en', { language: 'en' }, EN),
  inLanguage('weights', '7.2 Accept-Language by weight', { language: 'fr, zh-TW;q=0.4, en-US;q=0.8' }, EN),
  inLanguage('cookie', '7.2 the cookie cannot pass the gateway', { headers: { Cookie: 'blueking_language=en' } }, ZH),
  inLanguage('header', '7.2 the blueking-language header is not read', { headers: { 'blueking-language': 'en' } }, ZH),
  { ...inLanguage('siteDefault', '8 point 28: language switch', {}, EN), switches: { defaultLanguage: 'en' } },
];

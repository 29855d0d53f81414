import { fieldError, multipart, uploadRequest } from './shapes.ts';
import type { ContractCase, ContractRequest } from './contractCase.ts';

/** Returns a case that uploads without `package_url` and expects the error message in the language of the response. */
const languageCase = (
  id: string,
  standsFor: string,
  request: Partial<ContractRequest>,
  message: string,
): ContractCase => ({
  id: `language.${id}`,
  statement: standsFor,
  request: uploadRequest(multipart({ version: '{version}' }), { language: null, ...request }),
  expect: fieldError('package_url', message),
});
const REQUIRED_ZH = '该字段是必填项。';
const REQUIRED_EN = 'This field is required.';

/** The language of a response (platform-api.md 7.2, 8 point 8). */
export const casesLanguages: readonly ContractCase[] = [
  languageCase('default', '7.2 default zh-cn', {}, REQUIRED_ZH),
  languageCase('chinese', '7.2 Accept-Language zh-cn', { language: 'zh-cn' }, REQUIRED_ZH),
  languageCase('english', '7.2 Accept-Language en', { language: 'en' }, REQUIRED_EN),
  languageCase('weights', '7.2 Accept-Language by weight', { language: 'fr, zh-TW;q=0.4, en-US;q=0.8' }, REQUIRED_EN),
  languageCase(
    'cookie',
    '7.2 the cookie cannot pass the gateway',
    { headers: { Cookie: 'blueking_language=en' } },
    REQUIRED_ZH,
  ),
  languageCase(
    'header',
    '7.2 the blueking-language header is not read',
    { headers: { 'blueking-language': 'en' } },
    REQUIRED_ZH,
  ),
  {
    ...languageCase('siteDefault', '8 point 28: language switch', {}, REQUIRED_EN),
    switches: { defaultLanguage: 'en' },
  },
];

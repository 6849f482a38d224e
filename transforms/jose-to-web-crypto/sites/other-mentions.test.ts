import { expect, it } from 'vitest';
import { parseFile } from '../../engine/syntax/parse.js';
import { otherMentions } from './other-mentions.js';

it.each([
  ["mock.module('jose', {});", true],
  ["const jose = module.require('jose');", true],
  ["proxyquire('./auth', { 'jose/jwt/verify': stub });", true],
  ['const stubs = { jose: stub };', true],
  ['replace(/^jose$/, stub);', true],
  ["['jose'].map(require);", true],
  ["new Project({ deps: ['jose'] });", true],
  ["const { jwtVerify } = require('jose');", false],
  ["describe('jose', () => {});", false],
  ["names.push('jose');", false],
  ["const names = ['ana', 'jose'];", false],
  ["const user = { name: 'jose' };", false],
])('%s', (text, isMention) => {
  expect(otherMentions(parseFile('a.js', text))).toHaveLength(isMention ? 1 : 0);
});

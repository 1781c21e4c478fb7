/** Types are tsc's job; esbuild only strips them. ESM throughout: PGlite imports dynamically. */
import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // Minutes each, and they need more than Node and Postgres: `npm run test:long` runs them.
  testPathIgnorePatterns: process.env.TEST_LONG === '1' ? [] : ['<rootDir>/test/long/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transformer.js' },
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  // More than there are cores, since many suites wait for processes and browsers: with 3 workers 1.5 of 2 were at work.
  maxWorkers: availableParallelism() * 2,
  randomize: true,
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/test/support/summary-reporter.js'],
};

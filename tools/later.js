// Stands behind a script of the contract that is not built yet: says so, and fails.
const [script, what] = process.argv.slice(2);
console.error(`npm run ${script}: not built yet (${what}).`);
process.exit(1);

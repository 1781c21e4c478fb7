// Run as a child process: makes a fresh embedded database in the folder argv[2] and ends.
// Its peak (over 800 MB) goes back to the system with it. JavaScript, since a child of tsx or jest has no loader.
import { PGlite } from '@electric-sql/pglite';

const [, , dataDir] = process.argv;
const database = await PGlite.create({ dataDir });
await database.close();

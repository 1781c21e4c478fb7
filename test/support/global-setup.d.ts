/** Starts the run's Postgres where one is installed, and leaves `stopTestDatabase` and TEST_DATABASE_URL behind. */
export default function setUp(): Promise<void>;

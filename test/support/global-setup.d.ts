/** Starts the run's Postgres if one is installed, and sets `stopTestDatabase` and TEST_DATABASE_URL. */
export default function setUp(): Promise<void>;

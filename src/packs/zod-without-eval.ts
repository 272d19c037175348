import { config } from 'zod';

// Zod makes faster parsers with `new Function` where the content security policy allows it. Even the try is a violation.
// The workers import this file first, because each schema reads the setting when it is made.
config({ jitless: true });

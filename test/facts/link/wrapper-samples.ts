/** A retry helper as projects write it. */
export const RETRY = `const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
export async function withRetry<T>(operation: () => Promise<T>, attempts = 5): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation();
    } catch (error) {
      if (attempt >= attempts) throw error;
      await sleep(100 * 2 ** attempt);
    }
  }
}
`;

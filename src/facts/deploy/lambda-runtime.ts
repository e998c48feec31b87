/** AWS Lambda's names of its managed runtimes, which Vercel and Netlify take over: `nodejs18.x`, `python3.9`; null for other texts. */
export function lambdaRuntime(
  text: string | null,
): { product: string; version: string; raw: string; is_pinned: boolean } | null {
  const name = text?.trim() ?? "";
  if (!/^(?:nodejs\d+(?:\.x)?|python\d+\.\d+)$/.test(name)) return null;
  return { product: "lambda-runtime", version: name, raw: name, is_pinned: true };
}

/** The main job once, so that a first start shows what the project does. */
export function demonstrate(env: Record<string, string>): Promise<void> {
  console.log(`  ${env.SUPABASE_URL}`);
  return Promise.resolve();
}

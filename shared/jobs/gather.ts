/**
 * Lets calls that are made within `ms` share one: `call` gets their items, and its answer goes to each of them. An error
 * goes to each of them too.
 */
export function gather<Item, Answer>(
  ms: number,
  call: (items: Item[]) => Promise<Answer>,
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; answer: PromiseWithResolvers<Answer> }[] = [];
  const callTogether = async () => {
    const asked = waiting;
    waiting = [];
    try {
      const found = await call(asked.map(({ item }) => item));
      for (const { answer } of asked) answer.resolve(found);
    } catch (error) {
      for (const { answer } of asked) answer.reject(error);
    }
  };
  return (item) => {
    const answer = Promise.withResolvers<Answer>();
    if (waiting.push({ item, answer }) === 1) setTimeout(() => void callTogether(), ms);
    return answer.promise;
  };
}

import { lazy, Suspense, type ComponentType } from 'react';

const Nothing = () => null;

/**
 * A component whose script is loaded when it is first shown, so that the page itself is there sooner. Shows `missing` if
 * the script cannot be loaded. By default that is nothing, because the page says so (`stale` in offline/store.ts).
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  missing: ComponentType = Nothing,
): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await load().catch(() => missing) }));
  return function Later(props: Props) {
    return (
      <Suspense>
        <Part {...props} />
      </Suspense>
    );
  };
}

import type { StageContext } from '../context.ts';
import type { Cutout, Subject } from '../types.ts';

export async function centring(cutout: Cutout, context: StageContext): Promise<Subject> {
  void cutout;
  void context;
  throw new Error('todo');
}

/** New names of the VAE's attention layers in diffusers, by the names in older files. */
const OLD_ATTENTION: Readonly<Record<string, string>> = {
  query: 'to_q',
  key: 'to_k',
  value: 'to_v',
  proj_attn: 'to_out.0',
};

const OLD = /^(.*\.attentions\.\d+)\.(query|key|value|proj_attn)\.(weight|bias)$/;

/** A tensor's name, with the old name of an attention layer replaced by that of newer diffusers versions. */
export const currentName = (name: string): string => {
  const match = OLD.exec(name);
  return match ? `${match[1]}.${OLD_ATTENTION[match[2]]}.${match[3]}` : name;
};

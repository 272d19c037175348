/** What the command line says about one file of each kind in src/test/checkpoints: what is wrong, and what helps. */
export const REFUSED_LINES: Readonly<Record<string, string>> = {
  'an empty file':
    'The checkpoint gslrm.pt is damaged or cut off (0 bytes are too few). Download or copy it again, and compare the sizes of both files.',
  'a pointer of Git LFS':
    'The file gslrm.safetensors is a pointer of Git LFS, not the weights. Run git lfs pull in its folder, or download the file itself.',
  'a web page in place of the weights':
    'The file gslrm.pt is a web page that was saved in place of the weights (begins with “<!DOCTYPE html><title>Sign in</title>”). Open its address in a browser. If the page asks for it, sign in and accept the terms. Then download the file itself.',
  'a config that is not JSON':
    'The file config.json is not JSON (line 2, column 1: a comma is expected). Correct it there, or copy it again from the original.',
  'other bytes':
    'The file gslrm.pt has no format that can be read. Use a .safetensors file, or a file that torch.save wrote.',
  GGUF: 'The file gslrm.gguf has the format GGUF, which cannot be read. Use the PyTorch or safetensors version of these weights. Or load them in Python and save them with safetensors.torch.save_file.',
  gzip: 'The file gslrm.tar.gz is an archive. Unpack it, and add the files that were in it.',
  'a part of torch.distributed (`.distcp`)':
    'The file __0_0.distcp belongs to a checkpoint that several processes wrote together. Join its parts first: with python -m torch.distributed.checkpoint.format_utils dcp_to_torch, or with DeepSpeed’s zero_to_fp32.py. Then import the result.',
  'PyTorch before 1.6':
    'A version of PyTorch before 1.6 saved the checkpoint gslrm.pt. Load it with torch.load in PyTorch 1.6 or newer, and save it again with torch.save.',
  'Python’s pickle':
    'Python’s pickle saved the file gslrm.pt, not torch.save. Load it in Python, and save the tensors again with torch.save.',
  TorchScript:
    'The file gslrm.pt is a program (TorchScript or torch.export), not a dict of weights (contains archive/constants.pkl). Load it with torch.jit.load or torch.export.load. Then save its state_dict() with torch.save.',
  'a torch file that was compressed':
    'The checkpoint gslrm.pt was compressed or encrypted after it was saved (zip entry “archive/data.pkl” is compressed). Use the file that torch.save wrote. Or load this file with torch.load, and save it again with torch.save.',
  'big-endian numbers':
    'The checkpoint gslrm.pt was saved on a computer with another byte order (big-endian). Load it in PyTorch on a usual computer, and save it again with torch.save.',
  'a whole model (`torch.save(model)`)':
    'The checkpoint gslrm.pt contains a whole model, not only its weights (its content is a torch.nn.modules.container.Sequential). Load it in PyTorch, and save only the weights: torch.save(model.state_dict(), file).',
  'a class of the training program':
    'The checkpoint gslrm.pt needs the class mylab.config.TrainConfig of the program that saved it, so it was not opened. If you trust the file, load it in that program. Then save only the weights: torch.save(model.state_dict(), file).',
  'a function, for example `os.system`':
    'The checkpoint gslrm.pt asks for the function or class posix.system, so it was not opened: gslrm.pt: contains “posix.system” of Python itself, which no weights need. Weights need neither. The file may be an attack: do not open it in PyTorch either. Use weights from a source that you trust, preferably as safetensors.',
  'a list of tensors':
    'The tensors in gslrm.pt have no names (its content is a list of tensors). Save them with their names: torch.save(model.state_dict(), file).',
  'NumPy arrays':
    'The checkpoint gslrm.pt contains NumPy arrays, not tensors of PyTorch (“layer.weight” is a numpy._core.multiarray._reconstruct). Make a tensor of each array with torch.from_numpy, and save the dict again with torch.save.',
  'the state of an optimizer':
    'The file gslrm.pt contains the state of an optimizer, but no weights (contains only “state.0” and the like). Add the file with the weights. Most trainings save it beside this file.',
  'LoRA of diffusers':
    'The file gslrm.pt contains only a LoRA, not a whole network (contains unet.conv_in.lora.down.weight, unet.attn1.to_q.lora.up.weight). Merge it into the model that it was trained for, for example with fuse_lora() of diffusers. Then save the whole model.',
  'only numbers and texts':
    'The file gslrm.pt contains no weights (contains no tensors). Add the file with the weights, which model.state_dict() gives.',
  'more than 16 dicts inside each other':
    'The checkpoint gslrm.pt has more parts than any model that can be imported (contains dicts that are nested more than 16 deep). Save only the weights: torch.save(model.state_dict(), file).',
  float64:
    'Numbers in gslrm.safetensors have the type F64. Only float32, float16 and bfloat16 can be read (100 % of its bytes). Convert the model with model.float(), and save its state_dict() again.',
  'weights of 8 bits (bitsandbytes, GPTQ)':
    'The weights in gslrm.safetensors are quantised: they have the type I8, U8 (67 % of its bytes). Use the weights from before the quantisation.',
  'a transposed tensor':
    'The tensor transformer_layers.0.attn.fc.weight in gslrm.pt is not contiguous: it is transposed or expanded, or its channels are last (tensor “transformer_layers.0.attn.fc.weight” is [16,16] with the strides [1,16]). Call .contiguous() on it, and save the checkpoint again.',
  'a lazy negative':
    'The tensor transformer_layers.0.attn.fc.weight in gslrm.pt is a lazy negative. Call .resolve_neg() on it, and save the checkpoint again.',
  'NaN in a tensor':
    'The tensor transformer_layers.0.attn.fc.weight in gslrm.pt contains NaN or infinity. The training had probably diverged when this checkpoint was saved. Use an earlier one.',
  'a value beyond 65504, with 16-bit floats':
    'The tensor transformer_layers.0.attn.fc.weight in gslrm.pt has values beyond 65504, the largest number in 16-bit floats. Import it again with --dtype f32.',
  'a tensor is missing':
    'The file gslrm.pt lacks 1 of the tensors that its network needs. The first is transformer_layers.0.attn.fc.weight (1 missing: transformer_layers.0.attn.fc.weight). The file was probably saved only in part, or its network has other layers than ours. Save the whole model.state_dict(), or use the original file.',
  'a tensor has another shape':
    'In gslrm.pt, the shapes of some tensors are not those of the network. Their number is 1, and the first is transformer_layers.0.attn.fc.weight (1 of another shape: transformer_layers.0.attn.fc.weight is [3,3], not [16,16]). The weights probably belong to a variant of the network that cannot be imported. Use weights with the layout of FaceLift or LGM.',
  'a config.json of another UNet':
    'The config.json beside unet/model.safetensors asks for tensors that these weights lack, or for other shapes. Their number is 8, and the first is down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight (8 of another shape: down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight is [32,48], not [32,96]; down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_v.weight is [32,48], not [32,96]; mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight is [64,48], not [64,96]; … (+5)). The config.json probably belongs to other weights. Use the one that was saved with this file.',
  'a config.json without a value that the network needs':
    'In unet/config.json, sample_size is missing or has a value that cannot be used (sample_size: Invalid input: expected number, received undefined). Use the file that was saved with these weights.',
  'a gap in the numbered layers':
    'In unet/model.safetensors, the layers have a gap. Missing: up_blocks.0. The file was probably saved only in part. Save the whole model.state_dict(), or use the original file.',
  'an index of another checkpoint':
    'The file a.safetensors.index.json lists the tensor conv_in.bias2, which none of the parts contains. The parts and the index probably come from different checkpoints. Copy all of them again from one folder.',
  'networks of two models':
    'The files pipeckpts/unet/diffusion_pytorch_model.safetensors and pipeckpts/vae/diffusion_pytorch_model.safetensors belong to different models (the UNet has 8 input and 4 output channels, not 16 and 8). Add only the files of one model.',
  'a GS-LRM with other inputs':
    'The network in gslrm.pt is a variant that cannot be imported (a patch has 384 numbers, not 9 per pixel). Use weights with the layout of FaceLift or LGM. Their width, depth and patch size may differ.',
  'a shard is missing':
    'The checkpoint is incomplete: gslrm-00001-of-00002.bin: part 2 of 2 is missing. Add gslrm-00002-of-00002.bin, and import all parts together.',
};

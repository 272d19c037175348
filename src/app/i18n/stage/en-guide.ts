/** The guide in the page. docs/guide.md says the same with more words. */
export const enGuide = {
  open: 'Help',
  label: 'How to use this page',
  close: 'Close the guide',
  photo: {
    title: 'A good photo',
    points: {
      p1: 'One mouse, and all of it: nose, feet and the whole tail.',
      p2: 'Seen from its side, or half from the front. From above, the model guesses more.',
      p3: 'A plain background of another brightness than the mouse.',
      p4: 'No mirrors, no bars in front of the mouse, no second mouse.',
      p5: 'Sharp and bright: the mouse at least 200 pixels long.',
    },
  },
  samples: {
    title: 'What the samples show',
    'arena-rearing':
      'Rearing in an arena. Dark fur before a bright floor, so the cut-out is exact. The forelegs are hidden, so the model invents them.',
    'table-crouching':
      'Crouching, all of it in view. The easiest photo. From the other sides the fur is smoother.',
    'cage-sniffing':
      'On bedding full of little things. The cut-out is clean. From other sides the end of the tail is frayed.',
    'bench-albino':
      'White fur on blue. The photo hides the tail behind the body, so the model invents one.',
    'field-walking': 'Walking, seen from the side. The end of the tail blurs from other sides.',
    'patchy-walking':
      'A coat with patches. The side in the photo keeps them. The model paints the other side grey.',
  },
  cutout: {
    title: 'If the cut-out is wrong',
    points: {
      p1: 'Look at the picture “Cut-out”: it should be the whole mouse and nothing else.',
      p2: 'If there is “Edit the cut-out”, paint the missing part and erase the rest. Only the later stages run again.',
      p3: 'Otherwise crop the photo, or brighten it, and drop it again.',
      p4: 'Another seed changes only the sides that the photo does not show.',
    },
  },
  files: {
    title: 'What the files are for',
    rows: {
      'gaussians.ply': 'The 3D mouse, for SuperSplat, Blender and other viewers.',
      'turntable.mp4': 'A video of the mouse, turning. For talks.',
      'multiview.png': 'The six views that the 3D mouse was built from.',
      'output.png': 'The 3D mouse through the same six cameras. Compare the two.',
      'input.png': 'The mouse, cut out and centred, as the models got it.',
      'pose.json': '23 named points of the body, in 3D and in the photo.',
      'run.json': 'Settings, versions and times, so that the run can be repeated.',
    },
  },
  elsewhere: {
    title: 'Open it elsewhere',
    points: {
      p1: 'SuperSplat: drag gaussians.ply onto superspl.at/editor, or onto one that you run yourself. It stands upright.',
      p2: 'Blender: install an add-on for 3D Gaussian splats (for example from KIRI Engine), then File › Import. If the mouse lies on its side, turn it by 90° around X.',
    },
  },
};

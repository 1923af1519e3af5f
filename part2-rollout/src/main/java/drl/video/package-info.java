/// Clips of episodes: [drl.video.RecordVideo] around an environment writes them, [drl.video.EpisodePainter] draws
/// their frames. Only [drl.video.Mp4] and its helper touch the video encoder, which is loaded with the first frame.
package drl.video;

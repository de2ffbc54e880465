"""The brand's pictures: images, their immutable versions, and the renditions that mails show."""

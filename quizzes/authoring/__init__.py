"""Screens of the CMS around the question bank: lists, actions on many, import and export, trying a quiz out."""
